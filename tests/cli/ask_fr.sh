# In French: the sentence, the words of the answer, and what is refused.
frugal --lang fr ask "GPT-4o pour 2 000 agents, 30 requêtes par jour" | grep -vE '^(  (énergie|carbone|eau|métaux|ecologits) |plus grands|moins|périmètre|note)'
# Texts for programs are in English, with its point, and the people's are in French: 50 / 7 = 7.142857.
frugal --lang fr ask "GPT-4o, 50 requêtes par semaine" --json | grep 'a day in all'
frugal --lang fr ask "GPT-4o, 50 requêtes par semaine" | grep '^  requêtes'
frugal --lang fr ask "GPT-4o pour 2 000 agents, 30 kg de requêtes par jour" >/dev/null
frugal --lang fr ask "affiner Llama 3 70B en Suède" >/dev/null
